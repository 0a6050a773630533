import { CommandError } from '../failure.js';

/** An outcome was not as the standard says. */
export class StoryError extends CommandError {
  constructor(readonly act: readonly [chinese: string, english: string], readonly expectation: string, readonly clause: string, readonly found: string) {
    super(
      `演示未按标准结束：${act[0]}（条款 ${clause}）`,
      [`The story did not go as the standard says, in ${act[1]}`, `  expected (clause ${clause}): ${expectation}`, `  found: ${found}`].join('\n'),
    );
    this.name = 'StoryError';
  }
}
