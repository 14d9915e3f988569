/**
 * The floor that the till is compared with: two empty windows at the places of the till's, with the till's switches and
 * web preferences and nothing else. Its cost is Electron's; the difference to the till's cost is the till's own.
 */
const { app, BrowserWindow, Menu, screen } = require('electron');
const { join } = require('node:path');

/** As in electron/shell/security.ts. */
const isRootWithout = process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox');
if (!isRootWithout) app.enableSandbox();
if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
app.commandLine.appendSwitch('disable-http2');
app.commandLine.appendSwitch('disable-quic');

/** As in electron/shell/page-window.ts. */
const LOCKED_DOWN = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableBlinkFeatures: '',
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  disableDialogs: true,
  backgroundThrottling: false,
};

/** @param {string} name @param {Electron.Rectangle} bounds @param {boolean} fullscreen */
function open(name, bounds, fullscreen) {
  const options = { ...bounds, fullscreen, backgroundColor: '#f4f4f1', autoHideMenuBar: true, show: false };
  const window = new BrowserWindow({ ...options, webPreferences: LOCKED_DOWN });
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  void window.loadFile(join(__dirname, 'page.html'), { hash: name });
}

function start() {
  const primary = screen.getPrimaryDisplay();
  const other = screen.getAllDisplays().find((display) => display.id !== primary.id);
  open('cashier', primary.workArea, false);
  open('customer', other?.bounds ?? { ...primary.workArea, width: 800, height: 600 }, other !== undefined);
}

void app.whenReady().then(start);
