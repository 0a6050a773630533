import { playRandomActs } from './random-acts.js';

playRandomActs(0);
