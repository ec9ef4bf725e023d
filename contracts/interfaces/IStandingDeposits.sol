// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPartSplitter, Part} from "./IPartSplitter.sol";

/// @notice The terms of a standing deposit address. Their EIP-712 struct hash is its id, and the address follows from it.
/// @param ref What the address is for, as a salted hash: never an e-mail address or another name.
/// @param chainId The chain on which anybody may sweep. Zero: any chain.
/// @param parts The merchant first, then up to five sellers.
struct Standing {
    bytes32 ref;
    uint256 chainId;
    Part[] parts;
}

/// @title IStandingDeposits
/// @notice Deposit addresses that stay: whatever arrives at one can go to its one split and nowhere else.
interface IStandingDeposits is IPartSplitter {
    /// @notice What the address held was split. A transfer that failed is in a `PartSetAside` of the same transaction.
    /// @dev One sweep may hold several deposits: credit customers by the token's `Transfer` logs to the address, never by this event.
    /// @param standingId The struct hash of the terms.
    /// @param token What was swept. Zero: the native token.
    /// @param merchant The first recipient.
    /// @param amount All that the address held.
    /// @param fee What of it was the fee recipient's.
    event Swept(
        bytes32 indexed standingId,
        address indexed token,
        address indexed merchant,
        uint256 amount,
        uint256 fee
    );

    /// @notice A recipient could not be paid. Its money is in its box: see `collect` and `collectTo`.
    /// @param standingId The struct hash of the terms.
    /// @param token What was set aside. Zero: the native token.
    /// @param recipient Whose money it is: a part's recipient, or the fee recipient.
    /// @param amount How much.
    event PartSetAside(bytes32 indexed standingId, address indexed token, address indexed recipient, uint256 amount);

    /// @notice The terms are for the chain `chainId`, which is not this one, and they have more than one part.
    /// @param chainId The terms' chain.
    error WrongChain(uint256 chainId);

    /// @notice On a chain other than the terms' only their one recipient itself may sweep.
    /// @param caller Who tried to.
    error NotBeneficiary(address caller);

    /// @notice The address holds less than is swept.
    /// @param held What it holds.
    /// @param needed The least that is swept.
    error BalanceTooSmall(uint256 held, uint256 needed);

    /// @notice Too little gas is left for the next transfer to be tried. Whoever calls must not be able to make it fail.
    /// @param left The gas that is left.
    error NotEnoughGas(uint256 left);

    /// @notice The recipient's box holds nothing of that token.
    /// @param recipient Whose box it is.
    error NothingToCollect(address recipient);

    /// @notice A box cannot be emptied to zero or to this contract.
    /// @param to Where it was to go.
    error InvalidDestination(address to);

    /// @notice The native token is taken from deposit addresses during a sweep, and from nobody else.
    /// @param sender Who sent it.
    error NativeTokenRefused(address sender);

    /// @notice Splits all that the address holds of a token. Anybody may call; on another chain than the terms', only their recipient, where
    /// they have one.
    /// @param standing The terms.
    /// @param token The token. Zero: the native token.
    function sweep(Standing calldata standing, address token) external;

    /// @notice Sends all that a recipient's box holds to the recipient. Anybody may call.
    /// @param recipient Whose box it is.
    /// @param token The token. Zero: the native token.
    function collect(address recipient, address token) external;

    /// @notice Sends all that the caller's box holds to an address of the caller's choice.
    /// @param token The token. Zero: the native token.
    /// @param to Where it goes.
    function collectTo(address token, address to) external;

    /// @notice The deposit address of the terms, the same on every chain on which this contract has the same address.
    /// @dev Refuses terms that could never be swept: money sent there would be lost.
    /// @param standing The terms.
    /// @return The address.
    function addressOf(Standing calldata standing) external view returns (address);

    /// @notice The id of the terms: their EIP-712 struct hash, without a domain.
    /// @param standing The terms.
    /// @return The id.
    function standingIdOf(Standing calldata standing) external pure returns (bytes32);

    /// @notice Where a recipient's money is put that could not be paid to it.
    /// @param recipient The recipient.
    /// @return Its box.
    function boxOf(address recipient) external view returns (address);
}
