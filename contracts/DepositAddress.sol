// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title DepositAddress
/// @notice The code behind every deposit address: nobody holds a key for it, and only its router can move what it holds.
/// @dev Deployed once by the router; deposit addresses are minimal clones of it (ERC-1167).
contract DepositAddress {
    using SafeERC20 for IERC20;

    /// @notice The only caller.
    address public immutable ROUTER = msg.sender;

    /// @notice The caller is not the router.
    error OnlyRouter();

    /// @notice Moves `amount` of `token` to `to`.
    function release(IERC20 token, address to, uint256 amount) external {
        if (msg.sender != ROUTER) revert OnlyRouter();
        token.safeTransfer(to, amount);
    }
}
