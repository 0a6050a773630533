import { importEdges, type ImportEdge } from './import-edges.js';
import type { Finding, Law } from './law.js';
import type { SourceTree } from './source-tree.js';

type Graph = ReadonlyMap<string, readonly ImportEdge[]>;

function graphOf(tree: SourceTree): Graph {
  const paths = new Set(tree.src.map((unit) => unit.path));
  return new Map(tree.src.map((unit) => [
    unit.path,
    importEdges(unit).filter((edge) => edge.target !== undefined && paths.has(edge.target)),
  ]));
}

/** The shortest way along imports from `start` back to itself (breadth first), as the edges it takes. */
function shortestCycle(graph: Graph, start: string): ImportEdge[] | undefined {
  const arrivedBy = new Map<string, ImportEdge>();
  const queue = [start];
  for (const path of queue) {
    for (const edge of graph.get(path) ?? []) {
      const target = edge.target as string;
      if (arrivedBy.has(target)) continue;
      arrivedBy.set(target, edge);
      if (target === start) return trace(arrivedBy, start);
      queue.push(target);
    }
  }
  return undefined;
}

function trace(arrivedBy: ReadonlyMap<string, ImportEdge>, start: string): ImportEdge[] {
  const edges: ImportEdge[] = [];
  let at = start;
  do {
    const edge = arrivedBy.get(at) as ImportEdge;
    edges.unshift(edge);
    at = edge.from.path;
  } while (at !== start);
  return edges;
}

/** Every import cycle once: files already named by a reported cycle are not reported again. Imports of types count. */
export function findCycles(tree: SourceTree): ImportEdge[][] {
  const graph = graphOf(tree);
  const reported = new Set<string>();
  const cycles: ImportEdge[][] = [];
  for (const path of graph.keys()) {
    const cycle = reported.has(path) ? undefined : shortestCycle(graph, path);
    if (!cycle) continue;
    cycle.forEach((edge) => reported.add(edge.from.path));
    cycles.push(cycle);
  }
  return cycles;
}

function describeCycle(cycle: readonly ImportEdge[]): Finding {
  const [first] = cycle as [ImportEdge];
  const stations = [first.from.path, ...cycle.map((edge) => edge.target)];
  return { file: first.from.file, line: first.line, says: `import cycle ${stations.join(' -> ')}` };
}

export const cycleLaw: Law = {
  name: 'no-cycles',
  because: 'files that import each other can only be read, tested and changed together',
  check: (tree) => findCycles(tree).map(describeCycle),
};
