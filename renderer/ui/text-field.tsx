/** A labelled line of text. The browser neither remembers nor corrects the text. */
import type { InputHTMLAttributes, Ref } from 'react';
import { Field, type FieldProps } from './field.tsx';

type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'children' | 'id'>;
type Props = Omit<FieldProps, 'children'> &
  Input & {
    readonly type?: 'text' | 'password' | 'search';
    readonly value: string;
    readonly onText: (text: string) => void;
    readonly ref?: Ref<HTMLInputElement>;
    /** The person types a customer's payment code here. */
    readonly 'data-code'?: boolean;
  };

export function TextField({ label, help, error, type = 'text', onText, ...input }: Props) {
  return (
    <Field label={label} help={help} error={error}>
      {(ids) => (
        <input
          autoComplete="off"
          spellCheck={false}
          {...input}
          {...ids}
          type={type}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  );
}
