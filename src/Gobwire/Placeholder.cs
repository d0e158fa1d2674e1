namespace Gobwire; internal static class Placeholder;
