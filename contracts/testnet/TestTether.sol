// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title TestTether
/// @notice A worthless dollar for testnets, where Tether has none: six decimals, EIP-2612, and whoever wants some takes it.
/// @dev Never deployed to a real chain.
contract TestTether is ERC20Permit {
    /// @notice The most that one call gives: 10,000.
    uint256 public constant MAX_DRIP = 10_000e6;

    /// @notice More was asked for than one call gives.
    /// @param amount What was asked for.
    error DripTooLarge(uint256 amount);

    /// @notice Nothing is set but the names.
    constructor() ERC20("Railsplit Test USD", "tUSDT") ERC20Permit("Railsplit Test USD") {}

    /// @notice Gives anybody what it asks for.
    /// @param to Who gets it.
    /// @param amount How much, at most `MAX_DRIP`.
    function drip(address to, uint256 amount) external {
        if (amount > MAX_DRIP) revert DripTooLarge(amount);
        _mint(to, amount);
    }

    /// @notice As Tether's.
    /// @return Six.
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
