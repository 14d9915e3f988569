/** One thing that happened, with its facts: written out only in runs whose log is wanted. */
export type LogLine = (text: string, facts?: Readonly<Record<string, unknown>>) => void;
