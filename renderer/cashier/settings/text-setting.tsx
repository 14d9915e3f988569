/** One setting that is a line of text. */
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/field.tsx';
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
    <Field
      label={t(`field.${name}`)}
      help={t(`field.${name}Help`)}
      error={refused.includes(name) ? t(`field.${name}Error`) : null}
    >
      {(ids) => (
        <input
          {...ids}
          type="text"
          inputMode={inputMode}
          autoComplete="off"
          spellCheck={false}
          value={draft[name]}
          onChange={(event) => edit({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
