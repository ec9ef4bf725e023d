// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title SignatureOf
/// @notice Whether a digest was signed by an account, be it a key or a contract.
library SignatureOf {
    /// @notice The key first: an account with an EIP-7702 delegate has code and still signs with its key.
    /// @param signer Whose signature it should be.
    /// @param digest What was signed.
    /// @param signature 65 bytes of a key, or whatever the signer's code knows (ERC-1271).
    /// @return Whether it is.
    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
