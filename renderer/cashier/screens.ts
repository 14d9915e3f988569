/**
 * The register of side screens: title, the screen behind, the button that opens it, and the component that draws it.
 */
import { ListChecks, Settings as Cog } from 'lucide-react';
import type { Door, Side, SideBody } from './frame/side-screen.tsx';
import { Acts } from './acts/acts.tsx';
import { History } from './history/history.tsx';
import { Today } from './payments/today.tsx';
import { Settings } from './settings/settings.tsx';
import type { SideName } from './state/ui-state.ts';

type Row = Omit<Side, 'name'> & {
  /** The button on the keypad that opens it. A screen behind another side screen has none and is opened from there. */
  readonly door?: Omit<Door, 'to'>;
  readonly body: SideBody;
};

export const SCREENS: Readonly<Record<SideName, Row>> = {
  today: {
    title: 'today.title',
    back: 'till',
    door: { label: 'keypad.today', icon: ListChecks },
    body: Today,
  },
  history: { title: 'history.title', back: 'today', body: History },
  acts: { title: 'acts.title', back: 'history', body: Acts },
  settings: {
    title: 'settings.title',
    back: 'till',
    door: { label: 'keypad.settings', icon: Cog },
    body: Settings,
  },
};

/** The keypad's buttons, in the order of the register. */
export const DOORS: readonly Door[] = Object.entries(SCREENS).flatMap(([name, { door }]) =>
  door === undefined ? [] : [{ to: name as SideName, ...door }],
);
