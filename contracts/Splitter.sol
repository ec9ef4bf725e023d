// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ISplitter, Share} from "./interfaces/ISplitter.sol";
import {Split} from "./libraries/Split.sol";

/// @title Splitter
/// @notice The money rule, for every contract that divides money: each recipient gets its gross amount without the fee on it, and the fee
/// recipient gets the sum of what was taken off.
/// @dev Exactness is measured where it shows first, and paid for once: the largest amount goes first, and its recipient's balance is read just
/// before and just after. A token's own fee that takes the same proportion of every transfer shows there.
///
/// Assumptions on tokens: `balanceOf` is true, and a transfer moves what it says, fails, or loses the same proportion whoever takes part.
/// What happens with tokens outside of that is in docs/audit.
abstract contract Splitter is ISplitter {
    using SafeERC20 for IERC20;

    /// @inheritdoc ISplitter
    uint256 public constant MAX_SELLERS = 5;

    /// @inheritdoc ISplitter
    uint256 public immutable FEE_BPS;

    /// @inheritdoc ISplitter
    address public immutable FEE_RECIPIENT;

    /// @notice What is fixed at deployment.
    /// @param feeBps The fee in basis points, at most 1,000, for ever.
    /// @param feeRecipient Who gets it, for ever.
    constructor(uint256 feeBps, address feeRecipient) {
        if (feeBps > Split.MAX_FEE_BPS) revert FeeTooHigh(feeBps);
        if (feeRecipient == address(0) || feeRecipient == address(this)) revert InvalidFeeRecipient();
        FEE_BPS = feeBps;
        FEE_RECIPIENT = feeRecipient;
    }

    // ------------------------------------------------------------------ Distribution

    /// @notice Pays each share without its fee, and the fee.
    /// @param shares Checked before: recipients that are neither zero nor this, amounts from 1 to `Split.MAX_AMOUNT`.
    /// @param largest The index of a share of the largest amount.
    /// @param total The sum of the shares.
    /// @param token In which is paid.
    /// @param payer Whose allowance is used, where `transfer` uses one.
    /// @param transfer Where the money comes from: `_fromThis`, `_fromPayer`, or the like.
    /// @return fee What the fee recipient got.
    function _distribute(
        Share[] calldata shares,
        uint256 largest,
        uint256 total,
        IERC20 token,
        address payer,
        function(IERC20, address, address, uint256) internal transfer
    ) internal returns (uint256 fee) {
        Share calldata share = shares[largest];
        uint256 net = Split.netOf(share.amount, FEE_BPS);
        _transferExactly(token, payer, share.recipient, net, transfer);
        // No net is above its share, and no share above the total.
        unchecked {
            fee = total - net;
            for (uint256 i; i < shares.length; ++i) {
                if (i == largest) continue;
                share = shares[i];
                net = Split.netOf(share.amount, FEE_BPS);
                fee -= net;
                transfer(token, payer, share.recipient, net);
            }
        }
        if (fee > 0) transfer(token, payer, FEE_RECIPIENT, fee);
    }

    // ------------------------------------------------------------------ Transfers

    /// @notice Transfers, and reverts where the recipient's balance did not grow by exactly the amount.
    /// @param token What is moved.
    /// @param payer Whose allowance is used, where `transfer` uses one.
    /// @param to Who is paid.
    /// @param amount In base units.
    /// @param transfer Where the money comes from.
    function _transferExactly(
        IERC20 token,
        address payer,
        address to,
        uint256 amount,
        function(IERC20, address, address, uint256) internal transfer
    ) internal {
        uint256 before = token.balanceOf(to);
        transfer(token, payer, to, amount);
        // A balance that fell wraps, and is never equal.
        unchecked {
            if (token.balanceOf(to) - before != amount) revert InexactTransfer(to);
        }
    }

    /// @notice Out of what this contract holds.
    /// @param token What is moved.
    /// @param to Who is paid.
    /// @param amount In base units.
    function _fromThis(IERC20 token, address /* payer */, address to, uint256 amount) internal {
        token.safeTransfer(to, amount);
    }

    /// @notice Straight from the payer, by its allowance to this contract.
    /// @param token What is moved.
    /// @param payer Whose money it is.
    /// @param to Who is paid.
    /// @param amount In base units.
    function _fromPayer(IERC20 token, address payer, address to, uint256 amount) internal {
        token.safeTransferFrom(payer, to, amount);
    }
}
