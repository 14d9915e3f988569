/**
 * Compares Stryker's report, file by file, with the list of changes that the core's tests do not notice. The list gives
 * the reason for each. A survivor that is not listed needs a test, or a written reason.
 */

import { readFileSync } from 'node:fs';
import path from 'node:path';

const REPORT = 'test-results/mutation/report.json';
const LIST = 'test/mutation-survivors.md';

/** @typedef {{ files: Record<string, { mutants: readonly { status: string }[] }> }} Report */

/** Reads the list's headings: "## `shared/money.ts`: 3". @param {string} list @returns {ReadonlyMap<string, number>} */
function listedIn(list) {
  const headings = list.matchAll(/^## `(?<file>[^`]+)`: (?<count>\d+)$/gm);
  return new Map([...headings].map(({ groups }) => [groups?.['file'] ?? '', Number(groups?.['count'])]));
}

/** @param {string} project the folder @returns {readonly string[]} a sentence for each file with unlisted survivors */
export function unlistedSurvivors(project) {
  /** @type {Report} */
  const { files } = JSON.parse(readFileSync(path.join(project, REPORT), 'utf8'));
  const listed = listedIn(readFileSync(path.join(project, LIST), 'utf8'));
  return Object.entries(files).flatMap(([file, { mutants }]) => {
    const count = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage').length;
    const known = listed.get(file) ?? 0;
    return count > known ? [`${file}: ${count} survive, and ${LIST} has ${known} of them`] : [];
  });
}
