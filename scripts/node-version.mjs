import { inProject, readJson, say } from './project.mjs';

/** Whether a version such as 20.20.2 lies in a range such as `^20.19.0 || >=24.11.0`: the two operators that engines uses. */
export function satisfies(version, range) {
  return range.split('||').some((part) => satisfiesOne(version, part.trim()));
}

function satisfiesOne(version, range) {
  const [, operator, minimum] = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(range) ?? [];
  if (minimum === undefined) throw new Error(`engines.node: cannot read "${range}"`);
  const [wanted, found] = [minimum, version].map((text) => text.split('.').map(Number));
  if (operator === '^' && found[0] !== wanted[0]) return false;
  const difference = wanted.map((number, place) => found[place] - number).find((each) => each !== 0);
  return (difference ?? 0) >= 0;
}

/** Says in one sentence what is wrong with the Node that runs us, if anything is. */
export function nodeVersionFits() {
  const range = readJson(inProject('package.json')).engines.node;
  if (satisfies(process.versions.node, range)) return true;
  say(
    `openec 需要 Node.js ${range}，当前是 ${process.versions.node}：请安装 20、22 或 24 的最新版本后重试。`,
    `openec needs Node.js ${range}, this is ${process.versions.node}: please install the newest 20, 22 or 24 and try again.`,
  );
  return false;
}
