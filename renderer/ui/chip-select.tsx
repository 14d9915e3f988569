/** A filter as a chip: a native drop-down list whose first option is that nothing is filtered. */
import styles from './chip-select.module.css';

type Props<Value extends string> = {
  /** For screen readers. */
  readonly label: string;
  /** The option for no filter: "Any result". */
  readonly any: string;
  readonly value: Value | null;
  readonly options: readonly Value[];
  readonly nameOf: (option: Value) => string;
  readonly onChoose: (chosen: Value | null) => void;
};

/** The value of the first option; no filter has an empty name. */
const ANY = '';

export function ChipSelect<Value extends string>({ label, any, value, options, nameOf, onChoose }: Props<Value>) {
  return (
    <select
      className={styles['chip']}
      aria-label={label}
      data-chosen={value !== null}
      value={value ?? ANY}
      onChange={({ target }) => onChoose(options.find((option) => option === target.value) ?? null)}
    >
      <option value={ANY}>{any}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {nameOf(option)}
        </option>
      ))}
    </select>
  );
}
