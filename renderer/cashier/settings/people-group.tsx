/** The people of the till, whether it asks who is there, and who may do what. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonView, StaffView } from '../../../shared/contract/staff.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { Tick } from '../../ui/tick.tsx';
import { ask } from '../state/ask.ts';
import { showRecoveryCode } from '../state/ui-state.ts';
import { useRead, type Read } from '../state/use-answer.ts';
import { refusalWords } from '../staff/refusal.ts';
import { Columns, Group, type GroupProps } from './group.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { Rights } from './rights.tsx';
import { TextSetting } from './text-setting.tsx';
import styles from './gateway-group.module.css';

type Open = { readonly kind: 'new' } | { readonly kind: 'change'; readonly person: PersonView };

export function PeopleGroup(props: GroupProps) {
  const { t } = useTranslation();
  const { draft, edit } = props;
  const first = useRead('staff', null, 'never');
  const [fresh, setFresh] = useState<StaffView | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const view = fresh ?? viewIn(first);
  const readAgain = async (): Promise<void> => {
    setOpen(null);
    setFresh(await ask('staff', null));
  };
  const renew = async (): Promise<void> => {
    const said = await ask('newRecoveryCode', null);
    if (said === null) return;
    setProblem(said.kind === 'made' ? null : refusalWords(t, said));
    if (said.kind === 'made') showRecoveryCode(said.recoveryCode);
    await readAgain();
  };
  return (
    <Group title={t('settings.groupPeople')}>
      <Tick checked={draft.usesRoles} onTick={(usesRoles) => edit({ usesRoles })}>
        {t('field.usesRoles')}
      </Tick>
      <Columns>
        <TextSetting {...props} name="lockAfterMinutes" inputMode="numeric" />
      </Columns>
      {view.people.length === 0 ? <p>{t('person.none')}</p> : null}
      <ul className={styles['list']}>
        {view.people.map((person) => (
          <PersonRow key={person.id} person={person} onChange={() => setOpen({ kind: 'change', person })} />
        ))}
      </ul>
      {problem === null ? null : <Message tone="error">{problem}</Message>}
      {view.people.length > 0 && !view.hasRecoveryCode ? (
        <Message tone="warning">{t('recoveryCode.none')}</Message>
      ) : null}
      <div className={styles['actions']}>
        <Button onClick={() => setOpen({ kind: 'new' })}>{t('person.add')}</Button>
        {view.people.length === 0 ? null : <Button onClick={() => void renew()}>{t('recoveryCode.renew')}</Button>}
      </div>
      <Rights />
      {open === null ? null : (
        <PersonDialog
          person={open.kind === 'new' ? null : open.person}
          isFirst={view.people.length === 0}
          onClose={() => setOpen(null)}
          onSaved={() => void readAgain()}
        />
      )}
    </Group>
  );
}

const NONE: StaffView = { people: [], hasRecoveryCode: false };
const viewIn = (read: Read<StaffView>): StaffView => (read.kind === 'read' ? read.answer : NONE);

function PersonRow({ person, onChange }: { readonly person: PersonView; readonly onChange: () => void }) {
  const { t } = useTranslation();
  const { name, role, isActive, hasPin } = person;
  const facts = [t(`role.${role}`), ...(isActive ? [] : [t('person.off')]), ...(hasPin ? [] : [t('person.noPin')])];
  return (
    <li className={styles['row']}>
      <div className={styles['words']}>
        <strong>{name}</strong>
        <span>{facts.join(' · ')}</span>
      </div>
      <Button aria-label={t('person.changeOf', { name })} onClick={onChange}>
        {t('person.change')}
      </Button>
    </li>
  );
}
