import "./blockchain-address.css";

/** An address in groups of four, to compare by eye. What is selected and copied has no gaps. */
export function BlockchainAddress({ address }: { readonly address: string }) {
  const groups = [address.slice(0, 2), ...(address.slice(2).match(/.{1,4}/g) ?? [])];
  return (
    <span class="blockchain-address">
      {groups.map((group, index) => (
        // The groups of one address never move.
        <span key={`${index} ${group}`}>{group}</span>
      ))}
    </span>
  );
}
