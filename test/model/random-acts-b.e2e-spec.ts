import { playRandomActs } from './random-acts.js';

// The other half of the stories, beside the first on a second core.
playRandomActs(1);
