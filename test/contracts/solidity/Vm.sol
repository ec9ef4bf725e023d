// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice The cheat codes of Hardhat's Solidity tests that ours use; the names are Foundry's.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function prank(address sender) external;

    function warp(uint256 timestamp) external;

    function deal(address account, uint256 balance) external;

    function addr(uint256 privateKey) external pure returns (address);

    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function recordLogs() external;

    function getRecordedLogs() external returns (Log[] memory);

    function readFileBinary(string calldata path) external view returns (bytes memory);
}

Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

/// @notice A property does not hold: says which.
error Broken(string property);

function check(bool holds, string memory property) pure {
    if (!holds) revert Broken(property);
}

/// @dev Deploys Permit2 from the init code in npm.
function deployPermit2() returns (address permit2) {
    bytes memory code = vm.readFileBinary(
        "node_modules/hardhat-predeploy/bin/0x000000000022D473030F116dDEE9F6B43aC78BA3.bytecode"
    );
    assembly ("memory-safe") {
        permit2 := create(0, add(code, 0x20), mload(code))
    }
    check(permit2 != address(0), "Permit2 was deployed");
}
