// The program itself: what bin/txcloud-mock.js loads.
import { main } from './program.ts';

process.exitCode = await main(process.argv.slice(2), process.env, process);
