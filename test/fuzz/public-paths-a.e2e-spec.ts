import { playSpoiltRequests } from './public-paths.js';

playSpoiltRequests(0);
