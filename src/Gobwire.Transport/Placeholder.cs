namespace Gobwire.Transport; internal static class Placeholder;
