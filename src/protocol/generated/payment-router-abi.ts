export const paymentRouterAbi = [
  {
    "name": "pay",
    "type": "function",
    "stateMutability": "nonpayable",
    "inputs": [
      {
        "type": "tuple",
        "name": "payment",
        "components": [
          {
            "type": "bytes32",
            "name": "uuid"
          },
          {
            "type": "uint256",
            "name": "chainId"
          },
          {
            "type": "address",
            "name": "token"
          },
          {
            "type": "uint256",
            "name": "deadline"
          },
          {
            "type": "address",
            "name": "refundTo"
          },
          {
            "type": "tuple[]",
            "name": "shares",
            "components": [
              {
                "type": "address",
                "name": "recipient"
              },
              {
                "type": "uint256",
                "name": "amount"
              }
            ]
          }
        ]
      }
    ],
    "outputs": []
  },
  {
    "name": "paymentIdOf",
    "type": "function",
    "stateMutability": "view",
    "inputs": [
      {
        "type": "tuple",
        "name": "payment",
        "components": [
          {
            "type": "bytes32",
            "name": "uuid"
          },
          {
            "type": "uint256",
            "name": "chainId"
          },
          {
            "type": "address",
            "name": "token"
          },
          {
            "type": "uint256",
            "name": "deadline"
          },
          {
            "type": "address",
            "name": "refundTo"
          },
          {
            "type": "tuple[]",
            "name": "shares",
            "components": [
              {
                "type": "address",
                "name": "recipient"
              },
              {
                "type": "uint256",
                "name": "amount"
              }
            ]
          }
        ]
      }
    ],
    "outputs": [
      {
        "type": "bytes32"
      }
    ]
  },
  {
    "name": "amountsOf",
    "type": "function",
    "stateMutability": "view",
    "inputs": [
      {
        "type": "tuple",
        "name": "payment",
        "components": [
          {
            "type": "bytes32",
            "name": "uuid"
          },
          {
            "type": "uint256",
            "name": "chainId"
          },
          {
            "type": "address",
            "name": "token"
          },
          {
            "type": "uint256",
            "name": "deadline"
          },
          {
            "type": "address",
            "name": "refundTo"
          },
          {
            "type": "tuple[]",
            "name": "shares",
            "components": [
              {
                "type": "address",
                "name": "recipient"
              },
              {
                "type": "uint256",
                "name": "amount"
              }
            ]
          }
        ]
      }
    ],
    "outputs": [
      {
        "type": "uint256",
        "name": "total"
      },
      {
        "type": "uint256",
        "name": "fee"
      },
      {
        "type": "uint256[]",
        "name": "net"
      }
    ]
  },
  {
    "name": "isSettled",
    "type": "function",
    "stateMutability": "view",
    "inputs": [
      {
        "type": "bytes32",
        "name": "paymentId"
      }
    ],
    "outputs": [
      {
        "type": "bool"
      }
    ]
  },
  {
    "name": "FEE_RECIPIENT",
    "type": "function",
    "stateMutability": "view",
    "inputs": [],
    "outputs": [
      {
        "type": "address"
      }
    ]
  },
  {
    "name": "PaymentSettled",
    "type": "event",
    "inputs": [
      {
        "type": "bytes32",
        "name": "paymentId",
        "indexed": true
      },
      {
        "type": "address",
        "name": "merchant",
        "indexed": true
      },
      {
        "type": "address",
        "name": "token",
        "indexed": true
      },
      {
        "type": "address",
        "name": "payer"
      },
      {
        "type": "uint256",
        "name": "amount"
      },
      {
        "type": "uint256",
        "name": "fee"
      }
    ]
  }
] as const;
