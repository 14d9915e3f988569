/**
 * A packed till accepts only a closed list from its command line and environment. With Chromium's own switches a person
 * who can edit a desktop entry could open a debugger, redirect the gateway's name or write TLS keys to a file. They are
 * removed before the app is ready, when Chromium has not read them yet.
 */

/** The till's folder, and what a driver, a desktop or a keyring may need. None of these affects money. */
const ALLOWED: ReadonlySet<string> = new Set([
  'user-data-dir',
  'ozone-platform',
  'ozone-platform-hint',
  'disable-gpu',
  'force-device-scale-factor',
  'password-store',
]);

/** Chromium, Node and Electron read these, or pass them to programs they start. */
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

/** The names of what was removed, without the values, which may be secrets. */
export type TakenAway = readonly string[];

/** The names of all switches that are not on the list. @param argv without the program itself */
export function foreignSwitches(argv: readonly string[], platform: NodeJS.Platform): readonly string[] {
  const names: string[] = [];
  for (const word of argv) {
    // Chromium reads no switches after this.
    if (word === '--') break;
    const name = (platform === 'win32' ? /^(?:--|-|\/)([^=]+)/ : /^(?:--|-)([^=]+)/).exec(word)?.[1];
    if (name !== undefined && !ALLOWED.has(name.toLowerCase())) names.push(name);
  }
  return [...new Set(names)];
}

/** @param remove removes a switch from Chromium's command line @param env is changed in place */
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
