/** A labelled native drop-down list. */
import { Field, type FieldProps } from './field.tsx';

type Props<Value extends string> = Omit<FieldProps, 'children'> & {
  readonly value: Value;
  readonly options: readonly Value[];
  readonly nameOf: (option: Value) => string;
  /** The language of an option's name, if it differs from the window's language. */
  readonly languageOf?: (option: Value) => string;
  readonly onChoose: (chosen: Value) => void;
};

export function SelectField<Value extends string>(props: Props<Value>) {
  const { label, help, error, value, options, nameOf, languageOf, onChoose } = props;
  return (
    <Field label={label} help={help} error={error}>
      {(ids) => (
        <select
          {...ids}
          value={value}
          onChange={({ target }) => {
            const chosen = options.find((option) => option === target.value);
            if (chosen !== undefined) onChoose(chosen);
          }}
        >
          {options.map((option) => (
            <option key={option} value={option} lang={languageOf?.(option)}>
              {nameOf(option)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
