#!/usr/bin/env node
// Only loads the program: built by `npm run build`, which `npm ci` runs by itself.
import '../dist/cli.js';
