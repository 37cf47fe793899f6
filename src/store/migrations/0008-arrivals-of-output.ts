/** In which order both streams of a stored output came, and when; as in the file `index` of a run's folder. */
export const arrivalsOfOutput = `
ALTER TABLE run_output ADD COLUMN arrivals TEXT;
`;
