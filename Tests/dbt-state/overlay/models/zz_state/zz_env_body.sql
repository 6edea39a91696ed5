select '{{ env_var("ZZ_STATE_BODY", "one") }}' as word
