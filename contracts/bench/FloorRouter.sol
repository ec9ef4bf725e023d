// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Payment} from "../interfaces/IPaymentRouter.sol";

/// @title FloorRouter
/// @notice What a split payment costs at the very least: the transfers, one flag and one event, by hand and without any check.
/// @dev To measure against, never to deploy. It takes the router's own call data, so both pay for the same bytes.
contract FloorRouter {
    /// @dev Pays from the caller by allowance.
    function pay(Payment calldata) external {
        _run(4, 0x23b872dd);
    }

    /// @dev Fetches the total by EIP-3009 first, then pays out of its own balance.
    function payWithAuthorization(Payment calldata, address, uint256, uint256, bytes calldata) external {
        assembly ("memory-safe") {
            let payment := add(4, calldataload(4))
            let shares := add(payment, calldataload(add(payment, 0xa0)))
            let total := 0
            for {
                let i := 0
            } lt(i, calldataload(shares)) {
                i := add(i, 1)
            } {
                total := add(total, calldataload(add(shares, add(0x40, mul(i, 0x40)))))
            }
            let signature := add(4, calldataload(0x84))
            let pointer := mload(0x40)
            // receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)
            mstore(pointer, shl(224, 0x88b7ab63))
            mstore(add(pointer, 0x04), calldataload(0x24))
            mstore(add(pointer, 0x24), address())
            mstore(add(pointer, 0x44), total)
            mstore(add(pointer, 0x64), calldataload(0x44))
            mstore(add(pointer, 0x84), calldataload(0x64))
            mstore(add(pointer, 0xa4), calldataload(payment))
            mstore(add(pointer, 0xc4), 0xe0)
            calldatacopy(add(pointer, 0xe4), signature, 0xa0)
            if iszero(call(gas(), calldataload(add(payment, 0x40)), 0, pointer, 0x184, 0, 0)) {
                revert(0, 0)
            }
        }
        _run(4, 0xa9059cbb);
    }

    /// @dev The transfers by `selector` (transferFrom or transfer), the flag, the event.
    function _run(uint256 argument, uint256 selector) private {
        assembly ("memory-safe") {
            let payment := add(4, calldataload(argument))
            let token := calldataload(add(payment, 0x40))
            let shares := add(payment, calldataload(add(payment, 0xa0)))
            let total := 0
            let fee := 0
            let pointer := mload(0x40)
            mstore(pointer, shl(224, selector))
            let argumentsAt := add(pointer, 4)
            if eq(selector, 0x23b872dd) {
                mstore(argumentsAt, caller())
                argumentsAt := add(argumentsAt, 0x20)
            }
            let size := sub(add(argumentsAt, 0x40), pointer)
            for {
                let i := 0
            } lt(i, calldataload(shares)) {
                i := add(i, 1)
            } {
                let share := add(shares, add(0x20, mul(i, 0x40)))
                let amount := calldataload(add(share, 0x20))
                let taken := div(amount, 100)
                total := add(total, amount)
                fee := add(fee, taken)
                mstore(argumentsAt, calldataload(share))
                mstore(add(argumentsAt, 0x20), sub(amount, taken))
                if iszero(call(gas(), token, 0, pointer, size, 0, 0)) {
                    revert(0, 0)
                }
            }
            // A fixed fee recipient, as code.
            mstore(argumentsAt, 0xFEE)
            mstore(add(argumentsAt, 0x20), fee)
            if iszero(call(gas(), token, 0, pointer, size, 0, 0)) {
                revert(0, 0)
            }
            // The first field of the payment stands for its id.
            sstore(calldataload(payment), 1)
            mstore(pointer, caller())
            mstore(add(pointer, 0x20), total)
            mstore(add(pointer, 0x40), fee)
            log4(pointer, 0x60, 0, calldataload(payment), calldataload(add(shares, 0x20)), token)
        }
    }
}
