/** Logs one event with its facts, if the run's log is wanted. */
export type LogLine = (text: string, facts?: Readonly<Record<string, unknown>>) => void;
