/** A setting with one line of text. */
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/text-field.tsx';
import type { Draft } from './draft.ts';
import type { GroupProps } from './group.tsx';

type TextName = {
  [Name in keyof Draft]: Draft[Name] extends string ? Name : never;
}[keyof Draft];
type Shown = Exclude<TextName, 'cashierLanguage' | 'customerLanguage' | 'environment' | 'signType'>;

type Props = GroupProps & { readonly name: Shown; readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'url' };

export function TextSetting({ draft, edit, refused, name, inputMode = 'text' }: Props) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t(`field.${name}`)}
      help={t(`field.${name}Help`)}
      error={refused.includes(name) ? t(`field.${name}Error`) : null}
      inputMode={inputMode}
      value={draft[name]}
      onText={(text) => edit({ [name]: text })}
    />
  );
}
