/** Divisions (GB/T 2260) on the stage: pooling areas and places of business in the provinces that are played. */
export const xiamen = '350200';
export const fuzhou = '350100';
export const guangzhou = '440100';
export const shenzhen = '440300';
export const hangzhou = '330100';
