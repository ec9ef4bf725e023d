// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PermitToken} from "./PermitToken.sol";

/// @title PolygonTetherZero
/// @notice Stands in for USDT0 on Polygon, which no npm package ships: EIP-2612 but no EIP-3009, and an EIP-712 domain that carries the
/// chain id as a salt.
/// @dev For local chains and tests only.
contract PolygonTetherZero is PermitToken {
    string public constant name = "USDT0";
    string public constant symbol = "USDT0";
    uint8 public constant decimals = 6;

    constructor(address owner_) PermitToken(owner_) {}

    function DOMAIN_SEPARATOR() public view override returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256("EIP712Domain(string name,string version,address verifyingContract,bytes32 salt)"),
                    keccak256("USDT0"),
                    keccak256("1"),
                    address(this),
                    bytes32(block.chainid)
                )
            );
    }
}
