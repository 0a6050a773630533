export { added, figureNames, figureTitles, type Amounts, type Figure } from '../figures.rules.js';
export { dimensions, FigureReader, type Dimension, type FigureQuery, type FigureSum } from './figure-reader.store.js';
export { StatisticsModule } from './statistics.module.js';
