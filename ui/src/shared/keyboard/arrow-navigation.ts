// Where an arrow leads among cards that stand in columns side by side.

export interface CardPosition {
  column: number;
  card: number;
}

/** Where a key leads from a card, nowhere else than to a card; `counts` is how many cards each column has. Empty columns are stepped over. */
export function findNextCard(counts: readonly number[], { column, card }: CardPosition, key: string): CardPosition | null {
  const has = counts[column] ?? 0;
  const beside = (way: 1 | -1): CardPosition | null => {
    let next = column + way;
    while (counts[next] === 0) next += way;
    const there = counts[next];
    return there === undefined ? null : { column: next, card: Math.min(card, there - 1) };
  };
  switch (key) {
    case "ArrowDown":
      return card + 1 < has ? { column, card: card + 1 } : null;
    case "ArrowUp":
      return card > 0 ? { column, card: card - 1 } : null;
    case "ArrowRight":
      return beside(1);
    case "ArrowLeft":
      return beside(-1);
    case "Home":
      return has > 0 ? { column, card: 0 } : null;
    case "End":
      return has > 0 ? { column, card: has - 1 } : null;
    default:
      return null;
  }
}
