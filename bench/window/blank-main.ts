import { app, BrowserWindow } from 'electron';

/* The same window as the console's with nothing in it: what a start costs before any line of ours. */

const PAGE = `<!doctype html><title>blank</title><script>
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('first-picture')));
</script>`;

void app.whenReady().then(() => {
  const webPreferences = { sandbox: true, contextIsolation: true, backgroundThrottling: false };
  const window = new BrowserWindow({ width: 1440, height: 900, backgroundColor: '#14171a', autoHideMenuBar: true, webPreferences });
  void window.loadURL(`data:text/html,${encodeURIComponent(PAGE)}`);
});
app.on('window-all-closed', () => app.quit());
