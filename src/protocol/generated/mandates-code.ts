// Written by `npm run generate` from the compiled contract. Do not edit.
export const mandatesCode = {
  codeHash: "0x1da062881551ae9e8660ab7988c356782054bf024b2daf37861881f1fe52f641",
  immutables: [264, 1017, 1613, 1654, 2154, 3101, 3550, 7870, 7917, 7996, 8034, 8106, 8426],
} as const;
