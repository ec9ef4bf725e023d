// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPartSplitter, Part} from "./interfaces/IPartSplitter.sol";
import {Split} from "./libraries/Split.sol";
import {Splitter} from "./Splitter.sol";

/// @title PartSplitter
/// @notice The money rule for contracts that divide any sum by fixed parts of it.
abstract contract PartSplitter is IPartSplitter, Splitter {
    /// @notice Divides a sum by parts and pays each without its fee, and the fee. A part that rounds to nothing is not transferred.
    /// @param parts Checked before by `_checkParts`.
    /// @param largest The index of a part of the most basis points, from `_checkParts`.
    /// @param total The sum that is divided, from 1 to `Split.MAX_AMOUNT`.
    /// @param token In which is paid.
    /// @param payer Whose allowance is used, where `transfer` uses one.
    /// @param transfer Where the money comes from: `_fromThis`, `_fromPayer`, or the like.
    /// @return fee What the fee recipient got.
    function _distribute(
        Part[] calldata parts,
        uint256 largest,
        uint256 total,
        IERC20 token,
        address payer,
        function(IERC20, address, address, uint256) internal transfer
    ) internal returns (uint256 fee) {
        // The parts sum to 10,000, no gross amount is above the total, and no net above its gross amount.
        unchecked {
            uint256 bpsBefore;
            for (uint256 i; i < largest; ++i) bpsBefore += parts[i].bps;
            uint256 net = Split.netOf(Split.grossOf(total, bpsBefore, parts[largest].bps), FEE_BPS);
            _transferExactly(token, payer, parts[largest].recipient, net, transfer);
            fee = total - net;
            bpsBefore = 0;
            for (uint256 i; i < parts.length; ++i) {
                uint256 bps = parts[i].bps;
                if (i != largest) {
                    net = Split.netOf(Split.grossOf(total, bpsBefore, bps), FEE_BPS);
                    fee -= net;
                    if (net > 0) transfer(token, payer, parts[i].recipient, net);
                }
                bpsBefore += bps;
            }
        }
        if (fee > 0) transfer(token, payer, FEE_RECIPIENT, fee);
    }

    /// @notice Refuses parts that cannot be paid: none or too many, of nothing, to zero or to this contract, or that do not sum to the whole.
    /// @param parts The merchant's first.
    /// @return largest The index of a part of the most basis points.
    function _checkParts(Part[] calldata parts) internal view returns (uint256 largest) {
        uint256 count = parts.length;
        if (count == 0) revert NoShares();
        if (count > MAX_SELLERS + 1) revert TooManySellers(count - 1);
        uint256 most;
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            Part calldata part = parts[i];
            if (part.recipient == address(0) || part.recipient == address(this)) revert InvalidRecipient(i);
            uint256 bps = part.bps;
            if (bps > most) (most, largest) = (bps, i);
            else if (bps == 0) revert ZeroAmount(i);
            // Six of 16 bits.
            unchecked {
                sum += bps;
            }
        }
        if (sum != Split.BASIS_POINTS) revert InvalidParts(sum);
    }
}
