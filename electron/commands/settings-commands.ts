/** Commands for the settings: read them, change them, and confirm them after they were lost. */
import type { NotAllowed } from '../../shared/contract/entry.ts';
import type { SaveAnswer } from '../../shared/contract/settings.ts';
import { mayDo, type Actor } from '../../shared/role.ts';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import { badFields, settingsSchema } from '../files/settings-schema.ts';
import { cannotWrite, isAskedFor, mayReopen } from './change.ts';
import type { CommandDeps } from './command-deps.ts';
import { nothingDone, type Handlers, type Outcome } from './handlers.ts';
import { changesToAsk } from './question.ts';

/** Settings whose change needs a new till, because they are part of what is sent or of where it is kept. */
const GATEWAY_SETTINGS = [
  'tillId',
  'environment',
  'expiredMinutes',
  'goodsName',
  'udid',
  'returnUrl',
  'signType',
] as const satisfies readonly (keyof Settings)[];

type SettingsCommand = 'settings' | 'saveSettings' | 'confirmSettings';

export function settingsCommands(deps: CommandDeps): Pick<Handlers, SettingsCommand> {
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
    saveSettings: ({ settings }, actor) => {
      const parsed = settingsSchema.safeParse(settings);
      if (!parsed.success) return nothingDone({ kind: 'refused', fields: badFields(parsed.error) });
      // No screen shows `answersMustBeSigned`, and no page may change it.
      const { answersMustBeSigned } = deps.settings();
      return save(deps, { ...parsed.data, answersMustBeSigned }, actor);
    },
    confirmSettings: async () => {
      const { tillId, environment } = deps.settings();
      if (!isAskedFor(counter, 'confirmSettings')) return nothingDone({ kind: 'busy' });
      if (!(await deps.askPerson({ kind: 'open-as', tillId, environment }))) return nothingDone({ kind: 'declined' });
      const after = deps.settings();
      if (after.tillId !== tillId || after.environment !== environment) return nothingDone({ kind: 'busy' });
      try {
        deps.confirmSettings();
      } catch (error) {
        return nothingDone(cannotWrite(deps, error));
      }
      await counter.reopen();
      return { answer: { kind: 'saved' }, did: { facts: { tillId, environment } } };
    },
  };
}

async function save(deps: CommandDeps, next: Settings, actor: Actor): Promise<Outcome<SaveAnswer | NotAllowed>> {
  const { counter } = deps;
  const before = deps.settings();
  const needsReopen = GATEWAY_SETTINGS.some((name) => before[name] !== next[name]) || mchidOf(before) !== mchidOf(next);
  if (needsReopen && !mayReopen(deps, next, null)) return nothingDone({ kind: 'busy' });
  const sensitive = changesToAsk(before, next);
  // These changes decide where the takings go, how much a payment may take, or who may do what.
  const isForOwner = sensitive.length > 0 || next.usesRoles !== before.usesRoles;
  if (isForOwner && !mayDo(actor.role, 'owner')) return nothingDone({ kind: 'not-allowed', needs: 'owner' });
  if (before.usesRoles && !next.usesRoles && !counter.staff.mayEndRoles()) return nothingDone({ kind: 'only-live' });
  // While the settings are lost, the old values are only guesses, so do not ask about changes to them.
  const changes = isAskedFor(counter, 'confirmSettings') ? [] : sensitive;
  if (changes.length > 0) {
    if (!(await deps.askPerson({ kind: 'change', before, next, changes }))) return nothingDone({ kind: 'declined' });
    // The person took a while: meanwhile a customer may have paid, or somebody else may have saved.
    const isStillRight = deps.settings() === before && (!needsReopen || mayReopen(deps, next, null));
    if (!isStillRight) return nothingDone({ kind: 'busy' });
  }
  try {
    deps.keepSettings(next);
  } catch (error) {
    return nothingDone(cannotWrite(deps, error));
  }
  const { environment, limit } = next;
  const changed = changedIn(before, next);
  const did = changed.length > 0 ? { facts: { changes: changed.join(' '), environment, limit } } : null;
  // The act belongs in the ledger that is not for training. So reopen before the act is written if the till leaves
  // training, and otherwise after it.
  const isFromPractice = needsReopen && before.environment === 'training';
  if (isFromPractice) await counter.reopen();
  const afterwards = needsReopen && !isFromPractice ? { afterwards: counter.reopen } : {};
  return { answer: { kind: 'saved' }, did, ...afterwards };
}

function changedIn(before: Settings, next: Settings): readonly string[] {
  const names = Object.keys(next) as (keyof Settings)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(next[name]));
}
