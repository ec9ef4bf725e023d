// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title DepositAddress
/// @notice The code behind every deposit address: nobody holds a key for it, and only the contract that deployed this code can move what it
/// holds.
/// @dev Deployed once by each contract that has deposit addresses; they are minimal clones of it (ERC-1167) at CREATE2 addresses.
contract DepositAddress {
    using SafeERC20 for IERC20;

    /// @notice The only caller: the contract whose deposit addresses these are.
    address public immutable DEPLOYER = msg.sender;

    /// @notice The caller is not the deployer.
    error OnlyDeployer();

    /// @notice Takes the native token, as the address does before there is code at it. It is never lost: see `release`.
    receive() external payable {}

    /// @notice Moves what the address holds.
    /// @param token What is moved; zero for the native token.
    /// @param to Who gets it.
    /// @param amount In base units, or wei.
    function release(IERC20 token, address to, uint256 amount) external {
        if (msg.sender != DEPLOYER) revert OnlyDeployer();
        if (address(token) == address(0)) Address.sendValue(payable(to), amount);
        else token.safeTransfer(to, amount);
    }
}
