import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/frame.css';
import './theme/controls.css';
import './theme/overview.css';
import './theme/table.css';
import './theme/map.css';
import './theme/settings.css';
import './theme/prepare.css';
import './theme/palette.css';
import './theme/console.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app.tsx';
import { onEngineLink } from './bridge.ts';
import { openConsoleStore, type ConsoleStore } from './console-store.ts';
import { fleetTime } from './fleet-clock.ts';
import { FleetStore } from './fleet-store.ts';
import { createWords } from './i18n/index.ts';
import { createNavStore, type NavStore } from './nav-store.ts';
import { createOverviewStore } from './overview-store.ts';
import { createWindowPainter } from './painter.ts';
import { openSoundStore } from './sounds/sound-store.ts';
import { openTunnelStore } from './tunnel-store.ts';
import { StoresContext } from './use-fleet.ts';
import { OwnWindow } from './views/console/own-window.tsx';

/** Order matters: the port's listener stands before main is asked for the port. */
async function start(root: HTMLElement): Promise<void> {
  const fleet = new FleetStore(createWindowPainter());
  const nav = createNavStore();
  const overview = createOverviewStore(fleet, nav, () => fleetTime(fleet.picture().clock, Date.now()));
  markFirstPicture(fleet);
  onEngineLink((link) => fleet.connect(link));
  const tunnel = openTunnelStore();
  const console = await openConsoleStore();
  followColumns(nav, console);
  const { theme, language } = console.state().settings;
  document.documentElement.dataset['theme'] = theme;
  // A window of its own for one console shows that and nothing else.
  const single = new URLSearchParams(window.location.search).get('console');
  const sound = openSoundStore(fleet, { settings: () => console.state().settings.sounds, audible: single === null });
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={createWords(language)}>
        <StoresContext value={{ fleet, nav, overview, console, tunnel, sound }}>
          {single === null ? <App /> : <OwnWindow consoleKey={single} />}
        </StoresContext>
      </I18nextProvider>
    </StrictMode>,
  );
}

/** For measurements (bench/window): the frame after the first one that shows anything of the fleet. */
function markFirstPicture(fleet: FleetStore): void {
  const stop = fleet.onChange(({ after }) => {
    if (!after.received) return;
    stop();
    window.requestAnimationFrame(() => performance.mark('first-picture'));
  });
}

/** Columns that the settings keep are shown at once, also when they come from another console's file. */
function followColumns(nav: NavStore, console: ConsoleStore): void {
  let known = '';
  const follow = (): void => {
    const { columns } = console.state().settings;
    if (columns.join() === known) return;
    known = columns.join();
    nav.setColumns(columns);
  };
  console.subscribe(follow);
  follow();
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root.');
void start(root);
