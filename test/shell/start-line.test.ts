/** A packed till accepts only a closed list of switches and variables. */
import { expect, it } from 'vitest';
import { foreignSwitches, takeAwayForeign } from '../../electron/shell/start-line.ts';

const HOSTILE = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'proxy-server',
  'proxy-pac-url',
  'log-net-log',
  'ssl-key-log-file',
  'no-sandbox',
  'single-process',
  'renderer-cmd-prefix',
  'disable-web-security',
  'load-extension',
  'js-flags',
  'disable-features',
  'inspect',
  'enable-logging',
];

it.each(HOSTILE)('removes --%s, in every spelling', (name) => {
  for (const word of [`--${name}`, `--${name}=1`, `-${name}=1`]) {
    expect(foreignSwitches(['--user-data-dir=/x', word], 'linux')).toEqual([name]);
  }
  expect(foreignSwitches([`/${name}=1`], 'win32')).toEqual([name]);
});

it('keeps switches that a shop may need, paths, and words after --', () => {
  const line = ['--user-data-dir=/x', '--ozone-platform=x11', '--password-store=gnome-libsecret', '/a/path', 'word'];
  expect(foreignSwitches([...line, '--', '--proxy-server=x'], 'linux')).toEqual([]);
});

it('removes each switch once, and variables, and reports names without values', () => {
  const env: NodeJS.ProcessEnv = {
    SSLKEYLOGFILE: '/tmp/keys',
    NODE_OPTIONS: '--require x',
    HOME: '/home/x',
    LANG: 'C',
  };
  const removed: string[] = [];
  const taken = takeAwayForeign(['--proxy-server=secret', '--proxy-server=b'], env, 'linux', (name) =>
    removed.push(name),
  );
  expect(removed).toEqual(['proxy-server']);
  expect(taken).toEqual(['--proxy-server', 'SSLKEYLOGFILE', 'NODE_OPTIONS']);
  expect(env).toEqual({ HOME: '/home/x', LANG: 'C' });
});
