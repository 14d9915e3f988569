/**
 * What a packed till takes from its command line and environment: a closed list and nothing else. Chromium's own switches
 * would let whoever can edit a desktop entry open a debugger, send the gateway's name elsewhere or write the keys of TLS
 * to a file. They are taken away before the program is ready, when Chromium has not read them yet.
 */

/** Where the till's folder is, and what a driver, a desktop or a keyring may need. None of them reaches money. */
const ALLOWED: ReadonlySet<string> = new Set([
  'user-data-dir',
  'ozone-platform',
  'ozone-platform-hint',
  'disable-gpu',
  'force-device-scale-factor',
  'password-store',
]);

/** Chromium, Node and Electron read these, or hand them to what they start. */
const VARIABLES = [
  'SSLKEYLOGFILE',
  'CHROME_LOG_FILE',
  'CHROME_DEVEL_SANDBOX',
  'CHROME_CRASHPAD_PIPE_NAME',
  'ELECTRON_ENABLE_LOGGING',
  'ELECTRON_LOG_FILE',
  'ELECTRON_ENABLE_STACK_DUMPING',
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_EXTRA_LAUNCH_ARGS',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_DEBUG',
  'NODE_V8_COVERAGE',
] as const;

/** What was taken away, by name: values may be secrets. */
export type TakenAway = readonly string[];

/** The names of all switches in it that are not on the list. @param argv without the program itself */
export function foreignSwitches(argv: readonly string[], platform: NodeJS.Platform): readonly string[] {
  const names: string[] = [];
  for (const word of argv) {
    // After this Chromium reads no more switches.
    if (word === '--') break;
    const name = (platform === 'win32' ? /^(?:--|-|\/)([^=]+)/ : /^(?:--|-)([^=]+)/).exec(word)?.[1];
    if (name !== undefined && !ALLOWED.has(name.toLowerCase())) names.push(name);
  }
  return [...new Set(names)];
}

/** @param remove takes a switch from Chromium's command line @param env is changed in place */
export function takeAwayForeign(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  remove: (name: string) => void,
): TakenAway {
  const switches = foreignSwitches(argv, platform);
  for (const name of switches) remove(name);
  const variables = VARIABLES.filter((name) => env[name] !== undefined);
  for (const name of variables) Reflect.deleteProperty(env, name);
  return [...switches.map((name) => `--${name}`), ...variables];
}
