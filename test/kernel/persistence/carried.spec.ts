import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { Carried } from '../../../src/kernel/persistence/carried.js';

it('finds each value by its own instance, the innermost first, across everything that is awaited', async () => {
  const [one, other] = [new Carried<string>(), new Carried<number>()];
  const seen = async () => {
    await turn();
    return [one.current(), other.current()];
  };
  expect(await seen()).toEqual([undefined, undefined]);
  await one.run('outer', async () => {
    expect(await seen()).toEqual(['outer', undefined]);
    await Promise.all([
      other.run(1, async () => {
        expect(await seen()).toEqual(['outer', 1]);
        await one.run('inner', async () => expect(await seen()).toEqual(['inner', 1]));
        expect(await seen()).toEqual(['outer', 1]);
      }),
      other.run(2, async () => expect(await seen()).toEqual(['outer', 2])),
    ]);
    expect(await seen()).toEqual(['outer', undefined]);
  });
});

it('tells a carried undefined from nothing only by what is inside of it', async () => {
  const carried = new Carried<string | undefined>();
  await carried.run('outer', () => carried.run(undefined, async () => {
    await turn();
    expect(carried.current()).toBeUndefined();
  }));
});
