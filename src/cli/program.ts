import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { nearestOf } from '../model/nearest.ts';
import { redactKeysIn } from '../model/redact.ts';
import { EXEC_FLAGS, type Flag, FLAGS } from './flags.ts';
import type { Env, Io } from './io.ts';
import { RunError, UsageError } from './usage-error.ts';

// Only what parsing needs is loaded here; each command loads its own.

/**
 * The program `txcloud-mock`.
 * @param argv the arguments, without node and the script
 * @returns the exit code: 0; 1 when something stood in the way; 2 for a command line that cannot be; of `exec`, the
 *   command's own
 */
export async function main(argv: readonly string[], env: Env, io: Io): Promise<number> {
  // The question that scripts ask first; parsing flags for it would take longer than the answer.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    io.stdout.write(`${packageJson.version}\n`);
    return 0;
  }
  let code = 0;
  const program = programOf(
    io,
    async (run) => {
      code = await run();
    },
    env,
  );
  // Whoever reads may stop reading, as `head` does; that is no failure.
  io.stdout.on('error', () => {});
  io.stderr.on('error', () => {});
  try {
    await program.parseAsync(argv[0] === 'serve' ? argv.slice(1) : argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError || error instanceof RunError) {
      io.stderr.write(`txcloud-mock: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}\n`);
      return error instanceof UsageError ? 2 : error.exitCode;
    }
    throw error;
  }
}

/** @param finish runs a command to its end and keeps its exit code */
function programOf(io: Io, finish: (run: () => Promise<number>) => Promise<void>, env: Env): Command {
  const print = async (text: string): Promise<number> => {
    await new Promise((resolve) => io.stdout.write(text.endsWith('\n') ? text : `${text}\n`, resolve));
    return 0;
  };
  const program = new Command('txcloud-mock')
    .usage(
      [
        '[serve] [options]',
        'txcloud-mock exec [options] -- <command …>',
        'txcloud-mock wait <url>',
        'txcloud-mock scenarios | faults | openapi',
      ].join('\n       '),
    )
    .description("TXCloud's API on your own machine, for testing what a client does when things go wrong.")
    .version(packageJson.version, '-V, --version', 'prints the version')
    .helpOption('-h, --help', 'prints this')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) =>
        write(
          `txcloud-mock: ${withWayOut(
            redactKeysIn(text)
              .replace(/^error: /, '')
              .trim()
              .replaceAll(/\s*\n\s*/g, ' '),
          )}\n`,
        ),
    })
    .allowExcessArguments()
    // What stands behind a command is the command's: several have flags of one name.
    .enablePositionalOptions()
    .hook('preSubcommand', (serve, command) => {
      const [stray] = Object.keys(serve.opts());
      const flag = serve.options.find((option) => option.attributeName() === stray)?.long;
      if (typeof flag !== 'string') return;
      throw new UsageError(`${flag} has to stand behind ${command.name()}: txcloud-mock ${command.name()} ${flag} …`);
    })
    .action(async (flags: Readonly<Record<string, unknown>>, { args }: Command) => {
      checkCommand(args);
      await finish(async () => {
        const { serve } = await import('./serve.ts');
        return await serve(flags, env, io);
      });
    })
    .addHelpText('after', FOOTER);
  for (const flag of FLAGS) program.addOption(optionFor(flag));

  const exec = program
    .command('exec')
    .usage('[options] -- <command …>')
    .description('starts on a free port, runs a command with TXCLOUD_BASE_URL and TXCLOUD_API_KEY set, and stops')
    .argument('<command...>', 'the program and its arguments')
    .passThroughOptions()
    .action(async (command: readonly string[], flags: Readonly<Record<string, unknown>>) => {
      await finish(async () => {
        const { exec } = await import('./exec.ts');
        return await exec(command, flags, env, io);
      });
    })
    .addHelpText('after', EXEC_FOOTER);
  for (const flag of EXEC_FLAGS) exec.addOption(optionFor(flag));
  program
    .command('wait')
    .description('waits until a mock answers')
    .argument('<url>', "the mock's, with or without /v1")
    .option('--timeout <duration>', 'how long at most', '30s')
    .allowExcessArguments(false)
    .action(async (url: string, { timeout }: { timeout: string }) => {
      await finish(async () => {
        const { wait } = await import('./wait.ts');
        return await print(await wait(url, timeout));
      });
    });
  program
    .command('scenarios')
    .description('the outcomes that can be asked for, by endpoint')
    .option('--fixtures <dir>', 'with those of a directory of your own')
    .allowExcessArguments(false)
    .action(async (flags: Readonly<Record<string, unknown>>) => {
      const { scenarioTable } = await import('./scenarios.ts');
      await finish(async () => await print(await scenarioTable(flags, env)));
    });
  program
    .command('faults')
    .description('the kinds of faults, and the profiles')
    .allowExcessArguments(false)
    .action(async () => {
      const { faultTable } = await import('./faults.ts');
      await finish(async () => await print(faultTable()));
    });
  program
    .command('openapi')
    .description('prints the contract, openapi.yaml')
    .allowExcessArguments(false)
    .action(async () => {
      const { openapiDocument } = await import('./openapi.ts');
      await finish(async () => await print(await openapiDocument()));
    });
  return program;
}

const FOOTER = `
Every flag also as an environment variable: --in-flight is TXCLOUD_MOCK_IN_FLIGHT. Of a repeatable one the values stand
in lines of their own, or between commas.

Examples:
  txcloud-mock --port 0 --seed checkout --clock 2026-11-24T10:00:00Z --freeze
  txcloud-mock --fault 'lost-response on=/transactions/score attempt=1'
  curl -X PUT localhost:4010/_mock/clock -H 'Content-Type: application/json' -d '{"advance": "24h"}'`;

const EXEC_FOOTER = `
Its exit code is the command's: 128 + n if signal n ended it, 127 if there is no such command, 126 if it can't be
executed. The summary goes to stderr; stdout is the command's own.

Examples:
  txcloud-mock exec -- pytest
  txcloud-mock exec --fault 'lost-response attempt=1' --require-fired -- go test ./...
  txcloud-mock exec -- sh -c 'curl "$TXCLOUD_BASE_URL/transactions" -H "Authorization: Bearer $TXCLOUD_API_KEY"'`;

function optionFor({ name, short, value, repeatable, help, group }: Flag): Option {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const option = new Option(
    value === undefined ? names : `${names} ${value}`,
    repeatable ? `${help}; repeatable` : help,
  );
  option.helpGroup(group);
  if (repeatable === true) {
    option.argParser((text: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), text]);
  }
  return option;
}

/** What commander says of a command line that can't be, and what to write in its place. */
function withWayOut(text: string): string {
  const [, argument] = /^missing required argument '(\w+)'$/.exec(text) ?? [];
  if (argument === 'command') return `${text}. Write txcloud-mock exec -- <command …>`;
  if (argument === 'url') return `${text}. Write for example txcloud-mock wait http://127.0.0.1:4010`;
  const [unknown, written] = /^unknown option '(-[^'=]+)[^']*'/.exec(text) ?? [];
  if (unknown === undefined) return text;
  const flag = EXEC_FLAGS.find(({ name }) => `--${name}` === written);
  if (flag !== undefined && flag.value === undefined && unknown.includes('='))
    return `${unknown}: it takes no value. Write ${written}`;
  const owners = [
    ...(FLAGS.some(({ name }) => `--${name}` === written) ? ['serve'] : []),
    ...(EXEC_FLAGS.some(({ name }) => `--${name}` === written) ? ['exec'] : []),
  ];
  if (owners.length > 0) return `${unknown}: it is a flag of ${owners.join(' and ')}. --help lists those of a command.`;
  return text === unknown ? `${text}. --help lists what there is.` : text;
}

const COMMANDS = ['serve', 'exec', 'wait', 'scenarios', 'faults', 'openapi'];

/** Refuses a word that is no command; commander would let it pass as an argument of the default one. */
function checkCommand(args: readonly string[]): void {
  const stray = args.find((word, i) => !(i === 0 && word === 'serve'));
  if (stray === undefined) return;
  const near = nearestOf(stray, COMMANDS);
  const hint =
    stray === 'help'
      ? 'Write txcloud-mock --help, or txcloud-mock <command> --help.'
      : near === undefined
        ? `There are ${COMMANDS.join(', ')}.`
        : `Did you mean ${near}?`;
  throw new UsageError(`there is no command ${JSON.stringify(stray)}. ${hint}`);
}
