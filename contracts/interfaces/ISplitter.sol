// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One recipient, by amount.
/// @param recipient Who is paid. Neither zero nor the contract that pays.
/// @param amount Gross, in token base units, before the fee.
struct Share {
    address recipient;
    uint256 amount;
}

/// @title ISplitter
/// @notice What all contracts that divide money have in common: the fee, its recipient, and what is refused.
interface ISplitter {
    /// @notice The fee of a deployment is above 10%.
    /// @param feeBps The fee that was asked for, in basis points.
    error FeeTooHigh(uint256 feeBps);

    /// @notice The fee recipient of a deployment is zero or the contract itself.
    error InvalidFeeRecipient();

    /// @notice The terms name no recipient.
    error NoShares();

    /// @notice The terms name more sellers than `MAX_SELLERS`.
    /// @param sellers How many they name.
    error TooManySellers(uint256 sellers);

    /// @notice A recipient is zero or the contract that pays.
    /// @param index Of the recipient among the shares or parts.
    error InvalidRecipient(uint256 index);

    /// @notice A share or a part is of nothing.
    /// @param index Of the share or part.
    error ZeroAmount(uint256 index);

    /// @notice A share, or a sum to divide by parts, is above 2^128 base units.
    /// @param index Of the share; zero for a sum.
    error AmountTooLarge(uint256 index);

    /// @notice The token moved another amount than it was told to: it takes a fee, or it is no ERC-20 token.
    /// @param recipient Whose balance did not grow by the amount.
    error InexactTransfer(address recipient);

    /// @notice The fee in basis points, at most 1,000.
    /// @return Basis points.
    function FEE_BPS() external view returns (uint256);

    /// @notice Who gets the fee.
    /// @return The address, fixed at deployment.
    function FEE_RECIPIENT() external view returns (address);

    /// @notice The most sellers that terms can name beside their merchant.
    /// @return Five.
    function MAX_SELLERS() external view returns (uint256);
}
