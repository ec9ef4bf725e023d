// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Mandates} from "../../../contracts/Mandates.sol";
import {vm} from "./Vm.sol";

/// @notice What is signed in the domain of `Mandates`.
library MandateSignatures {
    function sign(Mandates mandates, uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Mandates"),
                keccak256("1"),
                block.chainid,
                address(mandates)
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }
}
