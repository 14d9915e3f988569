/**
 * The rooms of the project, one row each: the rooms that a room may import from, and the packages it may load. A room
 * is a folder and everything below it, except folders with a row of their own. Anything else is forbidden, type imports
 * too: test/build/rooms.test.ts checks every import against these rows.
 */

/** @typedef {{ room: string, knows: readonly string[], loads?: readonly string[] }} Row */

const ATTEMPTS = ['shared', 'shared/attempt'];
/** For rooms that answer a window or send it events. The rooms below them know the domain's words, but no window's. */
const SHARED = [...ATTEMPTS, 'shared/contract'];
const PORTS = 'electron/till/ports';
const SCREEN = ['react', 'react-i18next', 'lucide-react'];
const SCREENS = ['renderer/ui', 'renderer/cashier/state', 'renderer/cashier/frame', 'shared', 'shared/contract'];

/** @type {readonly Row[]} */
export const ROOMS = [
  { room: 'shared', knows: [] },
  { room: 'shared/attempt', knows: ['shared'] },
  { room: 'shared/contract', knows: ATTEMPTS },
  { room: 'shared/words', knows: [] },

  // The till and its ports: it has no clock, disk, network or device of its own.
  { room: PORTS, knows: ATTEMPTS },
  { room: 'electron/till', knows: [PORTS, ...SHARED] },

  { room: 'electron/files', knows: [PORTS, ...ATTEMPTS], loads: ['node', 'electron-log', 'zod'] },
  { room: 'electron/vault', knows: ['electron/files', PORTS, 'shared'], loads: ['node', 'zod'] },
  { room: 'electron/gateway', knows: ['electron/vault', 'electron/files', PORTS, ...ATTEMPTS], loads: ['node', 'zod'] },
  { room: 'electron/scanner/device.ts', knows: [], loads: ['node-hid'] },
  { room: 'electron/scanner', knows: ['electron/scanner/device.ts', PORTS, 'shared'] },
  // QFPay's side shares no code with the till.
  { room: 'electron/simulator', knows: ['shared'], loads: ['node', 'zod'] },
  { room: 'electron/export', knows: ['electron/files', ...ATTEMPTS], loads: ['node', 'csv-stringify'] },

  { room: 'electron/ledger/file/migrations', knows: [] },
  {
    room: 'electron/ledger/file',
    knows: ['electron/ledger/file/migrations', 'electron/files', PORTS, ...ATTEMPTS],
    loads: ['node', 'better-sqlite3'],
  },
  { room: 'electron/ledger/books', knows: ['electron/ledger/file', PORTS, ...ATTEMPTS] },
  {
    room: 'electron/ledger/care',
    knows: ['electron/ledger/books', 'electron/ledger/file', 'electron/files', PORTS, ...ATTEMPTS],
    loads: ['node'],
  },
  {
    room: 'electron/ledger',
    knows: ['electron/ledger/care', 'electron/ledger/books', 'electron/ledger/file', PORTS, ...ATTEMPTS],
    loads: ['node'],
  },
  {
    room: 'electron/ledger/tool',
    knows: [
      'electron/ledger/care',
      'electron/ledger/books',
      'electron/ledger/file',
      'electron/files',
      PORTS,
      ...ATTEMPTS,
    ],
    loads: ['node'],
  },

  {
    room: 'electron/staff',
    knows: ['electron/vault', 'electron/files', PORTS, 'shared', 'shared/contract'],
    loads: ['node', 'zod'],
  },

  // These join the rooms above.
  {
    room: 'electron/counter',
    knows: [
      'electron/till',
      'electron/staff',
      'electron/scanner',
      'electron/ledger',
      'electron/ledger/care',
      'electron/gateway',
      'electron/simulator',
      'electron/vault',
      'electron/files',
      PORTS,
      ...SHARED,
    ],
    loads: ['node'],
  },
  {
    room: 'electron/commands',
    knows: [
      'electron/counter',
      'electron/export',
      'electron/gateway',
      'electron/scanner',
      'electron/vault',
      'electron/files',
      PORTS,
      ...SHARED,
    ],
    loads: ['node'],
  },

  // These use Electron.
  { room: 'electron/preload', knows: ['shared/contract'], loads: ['electron'] },
  {
    room: 'electron/shell',
    knows: [
      'electron/commands',
      'electron/scanner',
      'electron/gateway',
      'electron/vault',
      'electron/files',
      PORTS,
      ...SHARED,
      'shared/words',
    ],
    loads: ['electron', 'node', 'zod'],
  },

  // The two programs: Electron's main process and the ledger's worker thread.
  {
    room: 'electron/main.ts',
    knows: [
      'electron/commands',
      'electron/counter',
      'electron/shell',
      'electron/scanner',
      'electron/scanner/device.ts',
      'electron/simulator',
      'electron/vault',
      'electron/files',
      PORTS,
    ],
    loads: ['electron', 'node'],
  },
  {
    room: 'electron/worker.ts',
    knows: ['electron/ledger/care', PORTS, 'shared'],
    loads: ['node'],
  },

  // The windows draw what main tells them.
  { room: 'renderer', knows: [] },
  {
    room: 'renderer/window',
    knows: ['shared', 'shared/contract', 'shared/words'],
    loads: [
      'react',
      'react-dom',
      'react-i18next',
      'i18next',
      'zustand',
      '@fontsource/noto-sans-hk',
      '@fontsource/noto-sans-sc',
    ],
  },
  {
    room: 'renderer/ui',
    knows: ['renderer/window', ...SHARED],
    loads: [...SCREEN, 'react-dom', 'qrcode'],
  },
  { room: 'renderer/identify', knows: [] },
  {
    room: 'renderer/customer',
    knows: ['renderer/ui', 'renderer/window', 'shared', 'shared/contract'],
    loads: SCREEN,
  },
  {
    room: 'renderer/cashier/state',
    knows: ['renderer/window', ...SHARED],
    loads: ['react', 'react-i18next', 'i18next', 'zustand'],
  },
  {
    room: 'renderer/cashier/frame',
    knows: ['renderer/cashier/state', 'renderer/ui', 'renderer/window', ...SHARED],
    loads: [...SCREEN, 'i18next'],
  },
  {
    room: 'renderer/cashier/day',
    knows: ['renderer/ui', 'renderer/cashier/state', 'shared/contract'],
    loads: ['react-i18next', 'lucide-react'],
  },
  { room: 'renderer/cashier/training', knows: SCREENS, loads: ['react-i18next', 'i18next'] },
  {
    room: 'renderer/cashier/payments',
    knows: ['renderer/cashier/day', 'renderer/window', 'shared/attempt', ...SCREENS],
    loads: SCREEN,
  },
  {
    room: 'renderer/cashier/lists',
    knows: ['renderer/ui', 'renderer/cashier/state', 'renderer/cashier/frame', 'shared/contract'],
    loads: [...SCREEN, '@tanstack/react-virtual'],
  },
  {
    room: 'renderer/cashier/history',
    knows: ['renderer/cashier/lists', 'renderer/cashier/payments', 'shared/attempt', ...SCREENS],
    loads: SCREEN,
  },
  {
    room: 'renderer/cashier/acts',
    knows: ['renderer/cashier/lists', 'renderer/cashier/day', 'shared/attempt', ...SCREENS],
    loads: SCREEN,
  },
  { room: 'renderer/cashier/staff', knows: ['renderer/window', ...SCREENS], loads: [...SCREEN, 'i18next'] },
  {
    room: 'renderer/cashier/blocked',
    knows: ['renderer/cashier/payments', 'renderer/cashier/staff', ...SCREENS],
    loads: [...SCREEN, 'i18next'],
  },
  {
    room: 'renderer/cashier/sale',
    knows: [
      'renderer/cashier/payments',
      'renderer/cashier/staff',
      'renderer/cashier/training',
      'renderer/window',
      'shared/attempt',
      ...SCREENS,
    ],
    loads: SCREEN,
  },
  {
    room: 'renderer/cashier/settings',
    knows: ['renderer/cashier/staff', 'renderer/cashier/training', 'renderer/window', ...SCREENS],
    loads: SCREEN,
  },
  {
    room: 'renderer/cashier',
    knows: [
      'renderer/cashier/sale',
      'renderer/cashier/payments',
      'renderer/cashier/history',
      'renderer/cashier/acts',
      'renderer/cashier/blocked',
      'renderer/cashier/settings',
      'renderer/cashier/staff',
      'renderer/cashier/training',
      'renderer/window',
      ...SCREENS,
    ],
    loads: ['react', 'lucide-react'],
  },
];
