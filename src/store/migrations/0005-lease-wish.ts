/** Who asks the holder to hand the engine over; it stays until somebody takes the lease. */
export const leaseWish = `
ALTER TABLE lease ADD COLUMN wish TEXT CHECK (wish IS NULL OR json_valid(wish));
`;
