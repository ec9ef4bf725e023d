// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {DepositAddress} from "../DepositAddress.sol";

/// @title DepositAddresses
/// @notice Where the calling contract's deposit addresses are, and what they hold. Each follows from the contract, the code that it deployed
/// for them and a salt, so no other contract can put code there.
library DepositAddresses {
    /// @notice Where the clone for a salt is, or will be.
    /// @param code What it is a clone of, deployed by this contract.
    /// @param salt What the address stands for.
    /// @return Its address.
    function predict(address code, bytes32 salt) internal view returns (address) {
        return Clones.predictDeterministicAddress(code, salt);
    }

    /// @notice The clone for a salt, put there where it is not yet.
    /// @param code What it is a clone of, deployed by this contract.
    /// @param salt What the address stands for.
    /// @return The clone, with code.
    function open(address code, bytes32 salt) internal returns (DepositAddress) {
        address deposit = Clones.predictDeterministicAddress(code, salt);
        if (deposit.code.length == 0) Clones.cloneDeterministic(code, salt);
        return DepositAddress(payable(deposit));
    }

    /// @notice What an account holds.
    /// @param token Of what; zero for the native token.
    /// @param account Whose balance.
    /// @return In base units, or wei.
    function balanceOf(address token, address account) internal view returns (uint256) {
        return token == address(0) ? account.balance : IERC20(token).balanceOf(account);
    }
}
