{
  # Each instruction set has its own file, which switches it on for itself (src/avx512.cpp): no compiler flags for it here.
  "targets": [
    {
      "target_name": "normprop_native",
      "sources": [
        "src/addon.cpp",
        "src/avx2.cpp",
        "src/avx512.cpp",
        "src/border.cpp",
        "src/lstmBackwardCall.cpp",
        "src/lstmForwardCall.cpp",
        "src/memory.cpp",
        "src/neon.cpp",
        "src/pool.cpp",
        "src/processor.cpp"
      ],
      "cflags_cc": ["-std=c++17", "-O2", "-fvisibility=hidden", "-ffp-contract=off", "-Wno-uninitialized", "-Wno-maybe-uninitialized"],
      "cflags_cc!": ["-fno-exceptions", "-O3", "-std=gnu++17", "-std=gnu++20"],
      "conditions": [
        ["OS=='mac'", {
          "xcode_settings": {
            "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
            "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
            "GCC_OPTIMIZATION_LEVEL": "2",
            "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
            "MACOSX_DEPLOYMENT_TARGET": "11.0",
            "OTHER_CPLUSPLUSFLAGS": ["-ffp-contract=off"]
          }
        }],
        ["OS=='win'", {
          "msvs_settings": {
            "VCCLCompilerTool": {
              "ExceptionHandling": 1,
              "AdditionalOptions": ["/std:c++17", "/fp:precise"]
            }
          }
        }]
      ]
    }
  ]
}
