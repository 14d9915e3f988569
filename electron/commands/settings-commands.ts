/** The settings: what they are, changing them, and calling them right after they were lost. */
import type { Handlers } from '../../shared/contract/contract.ts';
import type { SaveAnswer } from '../../shared/contract/settings.ts';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import { badFields, settingsSchema } from '../files/settings-schema.ts';
import { cannotWrite, isAskedFor, mayReopen } from './change.ts';
import type { CommandDeps } from './command-deps.ts';
import { changesToAsk } from './question.ts';

/** Settings whose change needs another till, since they are part of what is sent or where it is kept. */
const GATEWAY_SETTINGS = [
  'tillId',
  'environment',
  'expiredMinutes',
  'goodsName',
  'udid',
  'returnUrl',
  'signType',
] as const satisfies readonly (keyof Settings)[];

type SettingsCommand = 'settings' | 'saveSettings' | 'settingsRight';

export function settingsCommands(deps: CommandDeps): Pick<Handlers<'cashier'>, SettingsCommand> {
  const { counter, secrets } = deps;
  return {
    settings: async () => ({
      settings: deps.settings(),
      displays: deps.displays(),
      credentials: secrets.list(),
      needsPassphrase: await secrets.needsPassphrase(),
      outcomes: deps.outcomes,
      refundOutcomes: deps.refundOutcomes,
      folder: deps.folder,
      version: deps.version,
      runtime: deps.runtime,
    }),
    saveSettings: ({ settings }) => {
      const parsed = settingsSchema.safeParse(settings);
      if (!parsed.success) return { kind: 'refused', fields: badFields(parsed.error) };
      // No screen has it, and no page may take it away.
      const { answersMustBeSigned } = deps.settings();
      return save(deps, { ...parsed.data, answersMustBeSigned });
    },
    settingsRight: async () => {
      const { tillId, environment } = deps.settings();
      if (!isAskedFor(counter, 'settingsRight')) return { kind: 'busy' };
      if (!(await deps.askPerson({ kind: 'open-as', tillId, environment }))) return { kind: 'declined' };
      const after = deps.settings();
      if (after.tillId !== tillId || after.environment !== environment) return { kind: 'busy' };
      try {
        deps.settingsRight();
      } catch (error) {
        return cannotWrite(deps, error);
      }
      await counter.reopen();
      counter.noteAct('settings-called-right', { tillId, environment });
      return { kind: 'saved' };
    },
  };
}

async function save(deps: CommandDeps, next: Settings): Promise<SaveAnswer> {
  const { counter } = deps;
  const before = deps.settings();
  const needsReopen = GATEWAY_SETTINGS.some((name) => before[name] !== next[name]) || mchidOf(before) !== mchidOf(next);
  if (needsReopen && !mayReopen(deps, next, null)) return { kind: 'busy' };
  const changes = isAskedFor(counter, 'settingsRight') ? [] : changesToAsk(before, next);
  if (changes.length > 0) {
    if (!(await deps.askPerson({ kind: 'change', before, next, changes }))) return { kind: 'declined' };
    // A person takes a while, in which a customer may have paid and somebody else may have saved.
    if (deps.settings() !== before || (needsReopen && !mayReopen(deps, next, null))) return { kind: 'busy' };
    counter.noteAct('settings-changed', {
      changes: changes.join(' '),
      environment: next.environment,
      limit: next.limit,
    });
  }
  try {
    deps.keepSettings(next);
  } catch (error) {
    return cannotWrite(deps, error);
  }
  if (needsReopen) await counter.reopen();
  return { kind: 'saved' };
}
