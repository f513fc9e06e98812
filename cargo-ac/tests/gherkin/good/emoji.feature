# language: em
📚: 🙈🙉🙊
  📕: 💃
    😐🎸
